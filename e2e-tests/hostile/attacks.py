"""The attacks, and what each may come to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attack:
    """One attack.

    Attributes
    ----------
    name
        the function of ``models/attacker`` that does it
    ends
        what the run may end with besides completing without having crossed anything: types of failures
    """

    name: str
    ends: tuple[str, ...] = ()


_MEMORY = ("OutOfMemory", "MemoryError", "ProcessKilled")

FILES = [
    Attack("read_the_identity_key"),
    Attack("list_the_keys"),
    Attack("read_the_token"),
    Attack("look_into_the_home"),
    Attack("read_and_rewrite_anothers_model"),
    Attack("poison_an_environment"),
    Attack("poison_the_interpreter"),
    Attack("rewrite_its_own_model", ("PermissionError",)),
    Attack("go_upwards"),
    Attack("go_through_the_root_of_others"),
    Attack("read_what_the_machine_is_told"),
    Attack("write_outside_of_its_folders"),
    Attack("find_a_way_around_through_links"),
    Attack("read_devices"),
    Attack("find_a_file_of_the_platform"),
]
PROCESSES = [
    Attack("kill_the_executor"),
    Attack("stop_the_executor"),
    Attack("see_the_processes_of_others"),
    Attack("read_the_environments_of_others"),
    Attack("read_the_memory_of_others"),
    Attack("leave_a_daemon_behind"),
    Attack("become_another_user"),
    Attack("have_capabilities"),
]
NETWORKS = [
    Attack("reach_the_middleware"),
    Attack("reach_it_by_another_address"),
    Attack("reach_the_world"),
    Attack("ask_a_name_server"),
    Attack("reach_a_socket_without_a_file"),
    Attack("reach_a_socket_with_a_file"),
    Attack("use_an_unusual_family"),
    Attack("listen_to_everything"),
    Attack("use_what_the_executor_left_open"),
]
KERNEL = [
    Attack("make_a_namespace"),
    Attack("be_cloned_into_a_namespace"),
    Attack("clone_with_flags_in_memory"),
    Attack("enter_a_namespace"),
    Attack("mount_something"),
    Attack("take_the_walls_down"),
    Attack("move_the_root"),
    Attack("keep_keys"),
    Attack("use_parts_of_the_kernel_that_had_holes"),
    Attack("have_memory_that_nobody_counts"),
    Attack("type_into_the_terminal"),
]
MACHINE = [
    Attack("set_the_clock"),
    Attack("turn_the_kernels_knobs"),
    Attack("raise_its_limits"),
    Attack("be_more_important"),
    Attack("be_killed_last"),
]
RESOURCES = [
    Attack("fork_without_end"),
    Attack("have_threads_without_end", ("MemoryError",)),
    Attack("fill_memory_with_children", _MEMORY),
    Attack("fill_memory_by_files", _MEMORY),
    Attack("fill_memory_by_many_small_files", _MEMORY),
    Attack("open_files_without_end", ("ProcessExited",)),
    Attack("fill_the_file_that_tells_where_it_is", ("ProtocolBroken",)),
    Attack("dig_deep"),
    Attack("flood_the_log"),
    Attack("write_a_huge_file", ("ProcessKilled",)),
]
ATTACKS = [*FILES, *PROCESSES, *NETWORKS, *KERNEL, *MACHINE, *RESOURCES]
