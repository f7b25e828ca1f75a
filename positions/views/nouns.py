NOUNS = ("parties", "demands", "offers", "issues", "venues", "talks", "agreements", "sources")


def index(request, **kwargs):
    raise NotImplementedError


def new(request, **kwargs):
    raise NotImplementedError


def edit(request, **kwargs):
    raise NotImplementedError
