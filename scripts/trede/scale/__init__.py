"""A large synthetic company as landing Parquet, and a company's CSV files landed as Parquet."""
