"""How scripts and styles are named when they are served: by their content, so that browsers may keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """The names by which our scripts import one another follow their content too: after an update none is old.

    Only ours are read for imports: what looks like one in other people's scripts need not be. They may not
    import one another in a circle, since then no name could follow from the others.
    """

    support_js_module_import_aggregation = True
    max_post_process_passes = 12  # a name is known once those of all that is imported are
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
