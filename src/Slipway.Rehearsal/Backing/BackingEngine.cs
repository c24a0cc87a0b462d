namespace Slipway.Rehearsal.Backing;

/// <summary>A kind of data store that the rehearsal can run, as a container made of Debian's packages.</summary>
/// <param name="Name">What AWS calls it, in requests and in secrets.</param>
/// <param name="Title">What it is, for people.</param>
internal sealed record BackingEngine(string Name, string Title, int Port)
{
    /// <summary>Inside the container. Not root, and none of the users that Debian's packages would make.</summary>
    public const int User = 10001;

    /// <summary>Debian's packages; all that they depend on comes along.</summary>
    public required IReadOnlyList<string> Packages { get; init; }

    /// <summary>Files of the packages that the image is made of, besides the shared libraries; * stands for any characters.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>
    /// The shell script that a container runs. It is given <c>NAME</c> (of user and database) and <c>PASSWORD</c>; the data lie in
    /// <c>/data</c>, made at first under another name, so that a beginning that was broken off is begun again.
    /// </summary>
    public required string Script { get; init; }

    /// <summary>The script by which the container's own client asks the server, as the user that applications are; it succeeds once that is answered.</summary>
    public required string Probe { get; init; }

    /// <summary>The script by which the container's own programs write all of the database as SQL; empty for an engine that has none.</summary>
    public string Dump { get; init; } = "";

    /// <summary>What ends it without loss and without waiting for its clients.</summary>
    public string StopSignal { get; init; } = "SIGTERM";

    /// <summary>Whether it has users and databases, which are named by a request.</summary>
    public bool HasDatabases { get; init; } = true;

    /// <summary>Scheme of the URL in the secret.</summary>
    public string Scheme { get; init; } = Name;

    public static BackingEngine Redis { get; } = new("redis", "Redis", 6379)
    {
        Packages = ["redis-server", "busybox-static"],
        Files = ["usr/bin/redis-*"],
        Script = "exec redis-server --bind 0.0.0.0 --port 6379 --dir /data --appendonly yes --save '' --requirepass \"$PASSWORD\"",
        Probe = "[ \"$(REDISCLI_AUTH=$PASSWORD redis-cli -h 127.0.0.1 ping)\" = PONG ]",
        HasDatabases = false,
    };

    public static BackingEngine Postgres { get; } = new("postgres", "PostgreSQL", 5432)
    {
        Packages = ["postgresql", "busybox-static"],
        Files =
        [
            "usr/lib/postgresql/*/bin/postgres", "usr/lib/postgresql/*/bin/initdb", "usr/lib/postgresql/*/bin/psql", "usr/lib/postgresql/*/bin/pg_dump", "usr/lib/postgresql/*/lib/*.so",
            "usr/share/postgresql/*", "usr/share/zoneinfo/*",
        ],
        // Without jit: its compiler is left out of the image, and is larger than all the rest.
        Script =
            """
            PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
            if [ ! -d /data/db ]; then
                rm -rf /data/new
                initdb --pgdata=/data/new --username=postgres --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C --no-sync
                echo 'host all all all scram-sha-256' >>/data/new/pg_hba.conf
                printf '%s\n' "CREATE ROLE \"$NAME\" LOGIN PASSWORD '$PASSWORD';" "CREATE DATABASE \"$NAME\" OWNER \"$NAME\";" |
                    postgres --single -D /data/new postgres
                mv /data/new /data/db
            fi
            rm -f /data/db/postmaster.pid
            exec postgres -D /data/db -c listen_addresses='*' -c port=5432 -c unix_socket_directories=/tmp -c jit=off
            """,
        Probe = "PGPASSWORD=$PASSWORD PGCONNECT_TIMEOUT=2 $(echo /usr/lib/postgresql/*/bin/psql) -h 127.0.0.1 -U \"$NAME\" -d \"$NAME\" -qtc 'SELECT 1'",
        // Whoever restores it is another database's owner, perhaps.
        Dump = "PGPASSWORD=$PASSWORD $(echo /usr/lib/postgresql/*/bin/pg_dump) -h 127.0.0.1 -U \"$NAME\" -d \"$NAME\" --no-owner --no-privileges",
        StopSignal = "SIGINT",
        Scheme = "postgresql",
    };

    /// <summary>Debian has no MySQL: MariaDB speaks its protocol.</summary>
    public static BackingEngine MySql { get; } = new("mysql", "MariaDB, Debian's MySQL", 3306)
    {
        Packages = ["mariadb-server-core", "mariadb-client", "busybox-static"],
        Files =
        [
            "usr/sbin/mariadbd", "usr/bin/mariadb", "usr/bin/mariadb-dump", "usr/bin/mariadb-install-db", "usr/bin/my_print_defaults", "usr/bin/resolveip",
            "usr/share/mysql/*", "usr/share/mariadb/*",
        ],
        Script =
            """
            if [ ! -d /data/db ]; then
                rm -rf /data/new
                mariadb-install-db --no-defaults --datadir=/data/new --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve --force
                mv /data/new /data/db
            fi
            run=$(mktemp -d)
            printf '%s\n' "CREATE DATABASE IF NOT EXISTS \`$NAME\` CHARACTER SET utf8mb4;" "CREATE USER IF NOT EXISTS '$NAME'@'%' IDENTIFIED BY '$PASSWORD';" \
                "GRANT ALL ON \`$NAME\`.* TO '$NAME'@'%';" >"$run/begin.sql"
            exec mariadbd --no-defaults --datadir=/data/db --bind-address=0.0.0.0 --port=3306 --socket="$run/mysql.sock" --pid-file="$run/mysql.pid" \
                --skip-name-resolve --character-set-server=utf8mb4 --init-file="$run/begin.sql"
            """,
        Dump = "MYSQL_PWD=$PASSWORD mariadb-dump --no-defaults --single-transaction --quick --routines --no-tablespaces -h 127.0.0.1 -u \"$NAME\" \"$NAME\"",
        Probe = "MYSQL_PWD=$PASSWORD mariadb --no-defaults --connect-timeout=2 -h 127.0.0.1 -u \"$NAME\" -e 'SELECT 1' \"$NAME\"",
    };

    public static IReadOnlyList<BackingEngine> All { get; } = [Redis, Postgres, MySql];

    public static BackingEngine Named(string name) => All.First(engine => engine.Name == name);

    public string Url(string host, int port, string name, string password) =>
        HasDatabases ? $"{Scheme}://{name}:{password}@{host}:{port}/{name}" : $"{Scheme}://:{password}@{host}:{port}/0";
}
