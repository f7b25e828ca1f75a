def index(request, **kwargs):
    raise NotImplementedError


def new(request, **kwargs):
    raise NotImplementedError


def edit(request, **kwargs):
    raise NotImplementedError
