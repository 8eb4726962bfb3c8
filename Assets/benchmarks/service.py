def run(context): return []
