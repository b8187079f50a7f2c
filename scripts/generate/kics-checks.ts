import type { PeerCheck } from './peer-checks.ts';

/**
 * The queries of KICS for Dockerfiles, by their titles, and the rules here that look at the same.
 * Source: docs.kics.io, "Dockerfile Queries List", read 2026-11.
 */
export const kicsDockerfile: readonly PeerCheck[] = kics(`
  UNIX Ports Out Of Range | dockerfile/invalid-exposed-port
  Copy With More Than Two Arguments Not Ending With Slash | dockerfile/copy-several-to-file
  COPY '--from' References Current FROM Alias | dockerfile/copy-from-missing-stage
  COPY '--from' Without FROM Alias Defined Previously | dockerfile/copy-from-missing-stage
  Missing User Instruction | dockerfile/root-user
  Last User Is 'root' | dockerfile/root-user
  WORKDIR Path Not Absolute | dockerfile/relative-workdir
  Same Alias In Different Froms | dockerfile/duplicate-stage-name
  Multiple ENTRYPOINT Instructions Listed | dockerfile/repeated-instruction
  Multiple CMD Instructions Listed | dockerfile/repeated-instruction
  Run Using Sudo | dockerfile/sudo
  Run Using Upgrade Commands | dockerfile/package-upgrade dockerfile/release-upgrade
  Run Using dnf Update | dockerfile/package-upgrade
  Use of Apk Upgrade | dockerfile/package-upgrade
  Yum Update Enabled | dockerfile/package-upgrade
  Run Using Zypper Update | dockerfile/package-upgrade
  RUN Instruction Using 'cd' Instead of WORKDIR | dockerfile/cd-instead-of-workdir
  Update Instruction Alone | dockerfile/separate-package-update
  Not Using JSON In CMD And ENTRYPOINT Arguments | dockerfile/shell-form-command
  Changing Default Shell Using SHELL Command | dockerfile/replaced-shell-link
  Shell Running A Pipe Without Pipefail Flag | dockerfile/pipe-without-pipefail
  Secrets Stored In Dockerfile | dockerfile/secret-in-build-variable dockerfile/secret-in-run
  Apt Get Install Pin Version Not Defined | dockerfile/unpinned-packages
  Gem Install Without Version | dockerfile/unpinned-packages
  Missing Version Specification In dnf install | dockerfile/unpinned-packages
  NPM Install Command Without Pinned Version | dockerfile/unpinned-packages
  Yum install Without Version | dockerfile/unpinned-packages
  Zypper Install Without Version | dockerfile/unpinned-packages
  Unpinned Package Version in Pip Install | dockerfile/unpinned-packages
  Unpinned Package Version in Apk Add | dockerfile/unpinned-packages
  APT-GET Missing '-y' To Avoid Manual Input | dockerfile/missing-assume-yes
  APT-GET Missing Flags To Avoid Manual Input | dockerfile/missing-assume-yes
  Missing Flag From Dnf Install | dockerfile/missing-assume-yes
  Yum Install Allows Manual Input | dockerfile/missing-assume-yes
  Missing Zypper Non-interactive Switch | dockerfile/missing-assume-yes
  Yum Clean All Missing | dockerfile/leftover-package-cache
  Missing Dnf Clean All | dockerfile/leftover-package-cache
  Missing Zypper Clean | dockerfile/leftover-package-cache
  Pip install Keeping Cached Packages | dockerfile/leftover-package-cache
  Apt Get Install Lists Were Not Deleted | dockerfile/leftover-package-cache
  Apk Add Using Local Cache Path | dockerfile/leftover-package-cache
  APT-GET Not Avoiding Additional Packages | dockerfile/recommended-packages
  Run Using 'wget' and 'curl' | dockerfile/curl-and-wget
  Run Using apt | dockerfile/apt-instead-of-apt-get
  Run Utilities And POSIX Commands | dockerfile/command-without-use
  Image Version Not Explicit | dockerfile/unpinned-base-image
  Image Version Using 'latest' | dockerfile/unpinned-base-image
  Using Platform Flag with FROM Command | dockerfile/constant-platform
  MAINTAINER Instruction Being Used | dockerfile/obsolete-maintainer
  Chown Flag Exists | dockerfile/writable-application
  Add Instead of Copy | dockerfile/add-instead-of-copy
  Healthcheck Instruction Missing | dockerfile/missing-healthcheck
  Exposing Port 22 (SSH) | dockerfile/exposed-administration-port
  Multiple RUN, ADD, COPY, Instructions Listed | dockerfile/consecutive-runs
  Vulnerable OpenSSL Version | - Which packages of an image are vulnerable is a scanner's business; deployment/unscanned-image asks for one.
`);

/** The queries of KICS for Compose files. Source: docs.kics.io, "DockerCompose Queries List", read 2026-11. */
export const kicsCompose: readonly PeerCheck[] = kics(`
  Volume Mounted In Multiple Containers | compose/shared-mount-propagation
  Volume Has Sensitive Host Directory | compose/sensitive-mount
  Shared Volumes Between Containers | compose/shared-volume
  Docker Socket Mounted In Container | compose/docker-socket-mounted
  No New Privileges Not Set | compose/new-privileges-allowed
  Privileged Containers Enabled | compose/privileged-container
  Healthcheck Not Set | compose/missing-healthcheck
  Cgroup Not Default | compose/custom-cgroup-parent
  Restart Policy On Failure Not Set To 5 | compose/unbounded-restart
  Privileged Ports Mapped In Container | - A proxy is there to listen on 80 and 443, and Docker lets it without a capability.
  Container Traffic Not Bound To Host Interface | compose/published-internal-port compose/published-database-port
  Networks Not Set | compose/unsegmented-database
  Shared Host Network Namespace | compose/host-namespace
  Shared Host IPC Namespace | compose/host-namespace
  Host Namespace is Shared | compose/host-namespace
  Shared Host User Namespace | compose/host-namespace
  Default Seccomp Profile Disabled | compose/disabled-security-profile
  Security Opt Not Set | compose/new-privileges-allowed
  Memory Not Limited | compose/missing-memory-limit
  Pids Limit Not Set | compose/missing-pids-limit
  Cpus Not Limited | compose/missing-cpu-limit
  Container Capabilities Unrestricted | compose/undropped-capabilities
`);

/** Lines of `title | rule rule` or `title | - why there is none`. */
function kics(text: string): readonly PeerCheck[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', ours = ''] = line.trim().split(' | ');
      return ours.startsWith('- ')
        ? { id, about: '', reason: ours.slice(2) }
        : { id, about: '', ours: ours.split(' ') };
    });
}
