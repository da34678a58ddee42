"""My space: one encrypted file per person, opened by a passphrase.

    words      passphrases: drawing, normalising, the least that we accept
    envelope   passphrase -> header -> data key (Argon2id, HKDF, AES-GCM)
    open_key   the key of one open space
    folder     finds, makes and re-locks spaces; never opens a database that is in use
    vault      answers in and out of the open space (SQLCipher)
    backup     daily copies and putting one back
    whole      everything in a space at once, and joining what was saved elsewhere
    save_file  a space as one locked file, to be kept elsewhere (age)
    erase      making noise of a space, and taking away a whole folder
    cover      what makes every file of the folder look like the others

Values are plain; nothing here knows a worksheet. docs/threat-model.md says what this protects and what it
does not.
"""
