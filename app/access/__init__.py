"""Access: who may do what. Read this folder to audit the site.

`permissions` names the acts, `predicates` the facts, `rules` says which facts allow which act, `guard` stands at every
door, `matrix` is the contract that one test walks cell by cell. Outsiders get the uniform 404; members lacking a right 403.
"""
