"""The first page of a platform without anybody: province, usual units, the first administrator."""
