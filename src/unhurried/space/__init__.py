"""My space: one encrypted file per person, opened by a passphrase.

    words      passphrases: drawing, normalising, the least that we accept
    envelope   passphrase -> header -> data key (Argon2id, HKDF, AES-GCM)
    open_key   the key of one open space
    folder     finds, makes and re-locks spaces; never opens a database that is in use
    vault      answers in and out of the open space (SQLCipher)
    backup     daily copies and putting one back
    cover      what makes every file of the folder look like the others

Values are plain; nothing here knows a worksheet. docs/threat-model.md says what this protects and what it
does not.
"""
