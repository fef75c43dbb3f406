# SPDX-License-Identifier: Apache-2.0
"""A Slurm of one node for a test: munged, slurmctld and slurmd in a folder that goes away."""

import os
import shutil
import socket
import subprocess
import tempfile
import time

PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel"]

CONFIGURATION = """\
ClusterName=small
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SchedulerParameters=batch_sched_delay=0,sched_min_interval=100000
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory=8000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE OverSubscribe=NO State=UP
"""


def path_of(program):
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def why_not():
    """Why there can be no cluster here; empty if there can."""
    missing = [program for program in PROGRAMS if not path_of(program)]
    if missing:
        return f"{', '.join(missing)} not found (packages slurm-wlm and munge)"
    return "" if os.geteuid() == 0 else "only root can start slurmd"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Cluster:
    """with Cluster(): sbatch, squeue and the like find it, by the environment."""

    def __enter__(self):
        self.scratch = tempfile.TemporaryDirectory(prefix="icekeel-slurm-", ignore_cleanup_errors=True)
        self.folder = self.scratch.name
        os.chmod(self.folder, 0o755)
        self.daemons = []
        for part in ("state", "spool"):
            os.mkdir(os.path.join(self.folder, part))
        cpus = subprocess.run(["slurmd", "-C"], capture_output=True, text=True, check=True,
                              env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"})
        count = int(cpus.stdout.split("CPUs=")[1].split()[0])
        with open(self.inside("slurm.conf"), "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(host=socket.gethostname().split(".")[0],
                                            folder=self.folder, ports=free_ports(2), cpus=count))
        with open(self.inside("munge.key"), "wb") as file:
            os.fchmod(file.fileno(), 0o400)
            file.write(os.urandom(128))
        os.environ["SLURM_CONF"] = self.inside("slurm.conf")
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def inside(self, name):
        return os.path.join(self.folder, name)

    def begin(self, program, *arguments):
        with open(self.inside(program + ".out"), "wb") as out:
            self.daemons.append(subprocess.Popen([path_of(program), *arguments], stdout=out,
                                                 stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL))

    def start(self):
        self.begin("munged", "--foreground", "--force", "--key-file", self.inside("munge.key"),
                   "--socket", self.inside("munge.socket"), "--pid-file", self.inside("munge.pid"),
                   "--log-file", self.inside("munge.log"), "--seed-file", self.inside("munge.seed"))
        self.wait(lambda: os.path.exists(self.inside("munge.socket")), "munged does not start")
        self.begin("slurmctld", "-D")
        self.begin("slurmd", "-D")
        self.wait(self.is_idle, "the node does not become idle")

    @staticmethod
    def is_idle():
        answer = subprocess.run(["sinfo", "--noheader", "--format", "%T"], capture_output=True,
                                text=True, check=False)
        return answer.returncode == 0 and answer.stdout.strip() == "idle"

    def wait(self, holds, problem, seconds=60):
        deadline = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > deadline:
                raise RuntimeError(f"{problem}\n{self.logs()}")
            time.sleep(0.1)

    def logs(self):
        text = ""
        for name in sorted(os.listdir(self.folder)):
            if name.endswith((".log", ".out")):
                with open(self.inside(name), encoding="utf-8", errors="replace") as file:
                    text += f"--- {name}\n{file.read()[-2000:]}\n"
        return text

    def __exit__(self, *_):
        if len(self.daemons) > 1:
            subprocess.run(["scancel", "--user", "root"], capture_output=True, check=False)
        for daemon in reversed(self.daemons):
            daemon.terminate()
            try:
                daemon.wait(timeout=20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        del os.environ["SLURM_CONF"]
        self.scratch.cleanup()
