"""Everything that knows SQL: tables, stores, the embedded Postgres, the connection."""
