"""Sample data of the gallery: the fictional town of Lindenau an der Weide."""
