"""What is on the screen, as files. Pure functions: no Streamlit, no query, same rows in each."""
