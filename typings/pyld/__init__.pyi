from pyld import context_resolver as context_resolver
from pyld import jsonld as jsonld
from pyld import resolved_context as resolved_context
