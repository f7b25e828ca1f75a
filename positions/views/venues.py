def dossier(request, **kwargs):
    raise NotImplementedError
