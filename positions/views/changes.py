def of_article(request, **kwargs):
    raise NotImplementedError


def index(request, **kwargs):
    raise NotImplementedError
