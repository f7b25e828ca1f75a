def read(request, **kwargs):
    raise NotImplementedError


def code(request, **kwargs):
    raise NotImplementedError
