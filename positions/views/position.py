def history(request, **kwargs):
    raise NotImplementedError


def revise(request, **kwargs):
    raise NotImplementedError


def remove(request, **kwargs):
    raise NotImplementedError
