def dossier(request, **kwargs):
    raise NotImplementedError


def issue(request, **kwargs):
    raise NotImplementedError
