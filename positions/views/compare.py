def show(request, **kwargs):
    raise NotImplementedError
