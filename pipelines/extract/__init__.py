"""The maintenance command `tecs territoires`: makes geo/ anew, for any department."""
