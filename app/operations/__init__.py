"""What operators measure and keep in order: `entraide bench` and its parts.

`bench_commands` is the verb, `bench_stage` the database and the server, `bench_load` the readers in a process of their own,
`bench_process` what CPU and memory the server's processes took, `bench_report` the figures beside their targets.
"""
