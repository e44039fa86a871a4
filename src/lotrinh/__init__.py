"""Lộ Trình, the platform around the engine `vanban`; so far its command line."""
