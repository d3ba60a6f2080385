"""Press requests: threads by page and mail, answered within working hours."""
