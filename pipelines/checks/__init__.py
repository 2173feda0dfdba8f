"""What must be true: one suite per staging table, in a file of the table's name, and the marts."""
