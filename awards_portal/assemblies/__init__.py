"""General Assemblies: when and where, the programme and its sessions, documents in versions, participants, pictures.

Words: assembly, session, document (with its file versions), participant (shown by consent).
Never: shows an assembly before it is published, or a person without consent; deletes a file.
"""
