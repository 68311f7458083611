"""Names across Arabic and Latin script: comparison forms, keys that two spellings of one name share, similarity.

Store what was typed; everything here is computed beside it. Standard library only.
"""

from caravan.domain.names.keys import name_keys
from caravan.domain.names.normalise import ar_norm, is_arabic, la_norm
from caravan.domain.names.similarity import field_sim, person_sim

__all__ = ["ar_norm", "field_sim", "is_arabic", "la_norm", "name_keys", "person_sim"]
