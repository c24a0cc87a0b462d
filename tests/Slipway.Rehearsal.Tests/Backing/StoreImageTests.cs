using System.Formats.Tar;
using Slipway.Rehearsal.Backing;

namespace Slipway.Rehearsal.Tests.Backing;

public sealed class StoreImageTests
{
    [Theory]
    [InlineData("usr/bin/redis-server", true)]
    [InlineData("usr/bin/perl", false)]
    [InlineData("usr/lib/x86_64-linux-gnu/libssl.so.3", true)]
    [InlineData("usr/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1", true)]
    [InlineData("usr/lib/x86_64-linux-gnu/perl/5.36/auto/File/Glob/Glob.so", false)]
    [InlineData("usr/lib64/ld-linux-x86-64.so.2", true)]
    [InlineData("usr/share/doc/redis-server/copyright", false)]
    public void An_image_holds_its_programs_and_the_libraries_and_nothing_else(string path, bool needed) =>
        Assert.Equal(needed, StoreImageFiles.Needs(BackingEngine.Redis, path));

    [Theory]
    [InlineData("usr/lib/postgresql/15/bin/initdb", true)]
    [InlineData("usr/lib/postgresql/17/bin/pg_upgrade", false)]
    [InlineData("usr/lib/postgresql/15/lib/dict_snowball.so", true)]
    [InlineData("usr/lib/postgresql/15/lib/llvmjit.so", false)]
    [InlineData("usr/share/postgresql/15/timezonesets/Default", true)]
    public void PostgreSql_comes_in_any_version_without_its_compiler(string path, bool needed) =>
        Assert.Equal(needed, StoreImageFiles.Needs(BackingEngine.Postgres, path));

    [Theory]
    [InlineData("libllvm14_1%3a14.0.6-12_amd64.deb", false)]
    [InlineData("perl-modules-5.36_5.36.0-7+deb12u4_all.deb", false)]
    [InlineData("postgresql-15_15.20-0+deb12u1_amd64.deb", true)]
    [InlineData("libpcre2-8-0_10.42-1+deb12u2_amd64.deb", true)]
    public void What_packages_want_for_their_installation_alone_is_not_unpacked(string file, bool needed) => Assert.Equal(needed, StoreImageFiles.NeedsPackage(file));

    [Theory]
    [InlineData("lib/x86_64-linux-gnu/libz.so.1", "libz.so.1.2.13", "/usr/lib/x86_64-linux-gnu/libz.so.1.2.13")]
    [InlineData("lib64/ld-linux-x86-64.so.2", "/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", "/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2")]
    [InlineData("usr/lib/x86_64-linux-gnu/libm.so", "../../../lib/x86_64-linux-gnu/libm.so.6", "/usr/lib/x86_64-linux-gnu/libm.so.6")]
    public void A_link_leads_where_its_package_meant_it_to_lead(string link, string target, string expected) =>
        Assert.Equal(expected, StoreImageFiles.Absolute(link, target));

    [Fact]
    public void An_archive_belongs_to_root_but_for_the_data_and_has_one_usr()
    {
        using var folder = new TemporaryFolder();
        var unpacked = Path.Combine(folder.Path, "unpacked");
        foreach (var file in new[] { "bin/busybox", "usr/bin/redis-server", "lib/x86_64-linux-gnu/libc.so.6", "usr/share/doc/readme" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(unpacked, file))!);
            File.WriteAllText(Path.Combine(unpacked, file), file);
        }

        File.CreateSymbolicLink(Path.Combine(unpacked, "usr/bin/redis-check-aof"), "redis-server");

        using var archive = new MemoryStream();
        StoreImageFiles.Write(BackingEngine.Redis, unpacked, archive);
        archive.Position = 0;
        using var tar = new TarReader(archive);
        var entries = new List<TarEntry>();
        while (tar.GetNextEntry() is { } entry)
            entries.Add(entry);

        Assert.Equal(
            [
                "bin -> usr/bin", "data/ 10001 448", "etc/passwd 0 420", "lib -> usr/lib", "lib64 -> usr/lib64", "sbin -> usr/sbin", "tmp/ 0 1023",
                "usr/bin/busybox 0 420", "usr/bin/redis-check-aof -> /usr/bin/redis-server", "usr/bin/redis-server 0 420", "usr/lib/x86_64-linux-gnu/libc.so.6 0 420",
            ],
            entries.Where(entry => entry.LinkName != "busybox").Select(Shown).Order(StringComparer.Ordinal));
        Assert.Contains(entries, entry => entry is { Name: "usr/bin/sh", LinkName: "busybox" });
    }

    [Fact]
    public void Another_version_of_a_package_gives_another_image()
    {
        var image = StoreImages.Name(BackingEngine.Redis, ["redis-server_7.0.15_amd64.deb", "libc6_2.36_amd64.deb"]);

        Assert.Matches("^slipway-backing/redis:[0-9a-f]{12}$", image);
        Assert.Equal(image, StoreImages.Name(BackingEngine.Redis, ["libc6_2.36_amd64.deb", "redis-server_7.0.15_amd64.deb"]));
        Assert.NotEqual(image, StoreImages.Name(BackingEngine.Redis, ["libc6_2.36_amd64.deb", "redis-server_7.0.16_amd64.deb"]));
    }

    private static string Shown(TarEntry entry) =>
        entry.EntryType == TarEntryType.SymbolicLink ? $"{entry.Name} -> {entry.LinkName}" : $"{entry.Name} {entry.Uid} {(int)entry.Mode}";
}
