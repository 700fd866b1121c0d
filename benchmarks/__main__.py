"""`python -m benchmarks`: every benchmark, one table after the other."""

from benchmarks import importing, pictures, start, turns

for each in (turns, start, importing, pictures):
    print(f"\n## {(each.__doc__ or '').splitlines()[0]}\n")
    each.main()
