"""Questions from and for other systems: Moodle XML, QTI 3 items and packages. Nothing of a file is trusted."""
