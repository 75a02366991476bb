"""Plans, booked facts and results as plain data and JSON, and back.

:mod:`jbpcore.codec.json_text` reads and writes JSON, :mod:`jbpcore.codec.plain` plain
dicts, and :mod:`jbpcore.codec.schema` describes both as JSON Schema. All three follow
one walk over the classes of the model, :mod:`jbpcore.codec.walk`.
"""
