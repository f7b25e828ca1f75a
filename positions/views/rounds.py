def talks(request, **kwargs):
    raise NotImplementedError


def agreement(request, **kwargs):
    raise NotImplementedError
