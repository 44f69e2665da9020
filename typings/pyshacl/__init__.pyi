"""Only what we use."""

from rdflib import Graph

def validate(data_graph: Graph, *, shacl_graph: Graph, advanced: bool = False) -> tuple[bool, Graph, str]: ...
