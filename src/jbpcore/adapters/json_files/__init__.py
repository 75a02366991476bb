"""Plans and booked facts in a folder of JSON files, for notebooks and for git.

:mod:`jbpcore.adapters.json_files.store` is the store. What it writes, for each tenant::

    plans/                            the folder that was opened
      acme-0c5b…/                     one tenant
        manifest.json                 which of the files below count
        northwind-2026-9f6a…/1.json   one revision: the plan, who, when, why
        entries/7.json                booked facts, appended by commit 7

**Why nobody sees half.** A file that the manifest lists is never changed. A save, a
unit of work or an erasure writes further files, each under a name that is not listed,
and makes them safe on disk; then it replaces the manifest by one rename. Whoever reads
the manifest before that rename sees nothing of it, and whoever reads it after,
everything. Killed anywhere in between, it leaves files that nothing lists; the next
save of that number replaces them.

**Who writes.** One at a time for each tenant, holding a lock of the operating system on
``.lock``. It is let go when its process dies, whatever it dies of. Readers take no
lock.

**What is erased.** An erasure writes anew what it changes, under other names, and then
removes all that is not listed any more. Killed before that is done, it is done when the
store is opened or written next. What git or a backup has kept is out of its reach.

**What a failure leaves.** If the disk fails before the rename, what was placed is
removed again. If it fails after the rename, before the folder is safe, the manifest is
put back.

**Names.** No name of a tenant or plan is used as a name of a file: each gets some of
its letters, for people, and its digest, so that case, accents and reserved names do not
matter. A link in the place of a file or a folder of the store is refused, not followed.
"""
