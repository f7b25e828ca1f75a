def index(request, **kwargs):
    raise NotImplementedError


def health(request, **kwargs):
    raise NotImplementedError


def new(request, **kwargs):
    raise NotImplementedError


def standing(request, **kwargs):
    raise NotImplementedError


def edit(request, **kwargs):
    raise NotImplementedError


def export(request, **kwargs):
    raise NotImplementedError
