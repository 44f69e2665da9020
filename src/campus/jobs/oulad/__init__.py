"""Load the Open University Learning Analytics Dataset: real enrolments and results, through the ordinary gradebook path.

Kuzilek, Hlosta, Zdrahal: Open University Learning Analytics dataset. Scientific Data 4:170171 (2017), CC BY 4.0,
https://doi.org/10.1038/sdata.2017.171. The data is not part of Laurel: the person who runs the loader names the folder.
"""
