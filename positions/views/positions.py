def index(request, **kwargs):
    raise NotImplementedError
