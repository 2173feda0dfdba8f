"""What stands between the network and the pages: who may read, what is answered, what is noted."""
