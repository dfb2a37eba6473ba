using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Storage.Embedded;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading;

public sealed class KnowledgeSourceTests : IDisposable
{
    private readonly ContentRoot _root = new(Directory.CreateTempSubdirectory("sources").FullName);

    public void Dispose() => Directory.Delete(_root.Path, recursive: true);

    [Fact]
    public void Without_configuration_there_is_the_handbook_for_everyone()
    {
        var source = Assert.Single(KnowledgeSource.FromOptions(new KnowledgeOptions(), _root));

        Assert.Equal((Path.Combine(_root.Path, "samples", "handbook"), "Handbook", "default"), (source.Folder, source.Name, source.Tenant.Value));
        Assert.Equal([Principals.Everyone], source.Readers);
    }

    [Fact]
    public void Later_sources_of_a_tenant_have_their_name_before_their_ids()
    {
        var options = Options(new() { Path = "a" }, new() { Path = "b/wiki/" }, new() { Path = "c", Tenant = "other" }, new() { Path = "d", Name = "x/y" });

        var sources = KnowledgeSource.FromOptions(options, _root);

        Assert.Equal(["f.md", "wiki/f.md", "f.md", "x_y/f.md"], sources.Select(source => source.IdOf("f.md")));
    }

    [Fact]
    public void Each_bad_value_is_named_with_its_key_and_its_mend()
    {
        Directory.CreateDirectory(Path.Combine(_root.Path, "there"));
        var options = Options(
            new() { Path = "missing" },
            new() { Path = " " },
            new() { Path = "there", Tenant = "", Name = "", Readers = ["", "hr"], BaseUrl = new Uri("file:///etc") },
            new() { Path = "there", Readers = [] });

        var failures = Validate(options);

        Assert.Contains(failures, failure => failure.Contains("Knowledge:Sources:0:Path (missing)", StringComparison.Ordinal) && failure.Contains(_root.Path, StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.StartsWith("Knowledge:Sources:1:Path is empty.", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.StartsWith("Knowledge:Sources:2:Tenant", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.StartsWith("Knowledge:Sources:2:Name", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.StartsWith("Knowledge:Sources:2:Readers", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.StartsWith("Knowledge:Sources:2:BaseUrl (file:///etc)", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.StartsWith("Knowledge:Sources:3:Readers", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_sources_of_one_name_and_a_missing_handbook_stop_the_start()
    {
        Directory.CreateDirectory(Path.Combine(_root.Path, "there"));

        Assert.StartsWith(
            "Knowledge:Sources:1:Name (there) makes the same ids as Knowledge:Sources:0.",
            Assert.Single(Validate(Options(new() { Path = "there" }, new() { Path = "there" }))),
            StringComparison.Ordinal);
        Assert.Contains("samples/handbook", Assert.Single(Validate(new KnowledgeOptions())), StringComparison.Ordinal);
        Assert.Empty(Validate(Options(new() { Path = "there" }, new() { Path = "there", Tenant = "other" })));
    }

    [Fact]
    public void Names_that_are_one_prefix_and_the_name_of_the_document_store_stop_the_start()
    {
        Directory.CreateDirectory(Path.Combine(_root.Path, "there"));
        KnowledgeSourceOptions Named(string name) => new() { Path = "there", Name = name };

        var same = Validate(Options(Named("first"), Named("x/y"), Named("x_y")));
        var reserved = Validate(Options(Named("first"), Named("ingested")));

        Assert.StartsWith("Knowledge:Sources:2:Name (x_y) makes the same ids as Knowledge:Sources:1.", Assert.Single(same), StringComparison.Ordinal);
        Assert.StartsWith("Knowledge:Sources:1:Name (ingested) is reserved", Assert.Single(reserved), StringComparison.Ordinal);
        Assert.Equal(OriginalsLayout.IdPrefix, KnowledgeSource.StoredName + "/");
    }

    private IEnumerable<string> Validate(KnowledgeOptions options) => new KnowledgeSourcesValidator(_root).Validate(null, options).Failures ?? [];

    private static KnowledgeOptions Options(params KnowledgeSourceOptions[] sources)
    {
        var options = new KnowledgeOptions();
        foreach (var source in sources)
        {
            options.Sources.Add(source);
        }

        return options;
    }
}
