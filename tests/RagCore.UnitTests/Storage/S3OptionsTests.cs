using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.S3;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

public sealed class S3OptionsTests
{
    private const string Secret = "a-secret/that+is=long";

    [Fact]
    public void Nothing_set_and_a_whole_bucket_are_both_right()
    {
        Assert.Empty(Faults(new S3Options()));
        Assert.Empty(Faults(Whole()));
        Assert.Empty(Faults(new S3Options { Bucket = "acme-documents", Region = "eu-central-1" }));
    }

    [Theory]
    [InlineData("Bucket", "Acme")]
    [InlineData("Bucket", "a..b")]
    [InlineData("Bucket", "-ab")]
    [InlineData("Bucket", "")]
    [InlineData("Endpoint", "ftp://x.example/")]
    [InlineData("Endpoint", "https://me:word@x.example/")]
    [InlineData("Endpoint", "https://x.example/path")]
    [InlineData("Region", "eu central")]
    [InlineData("Prefix", "/a")]
    [InlineData("Prefix", "a/../b")]
    [InlineData("Prefix", "a//b")]
    [InlineData("Prefix", "a b")]
    [InlineData("AccessKey", null)]
    [InlineData("SecretKey", null)]
    [InlineData("SecretKey", "changeme-changeme")]
    public void A_bad_value_is_named_with_its_key_and_no_secret_is_repeated(string key, string? value)
    {
        var options = Whole();
        var property = typeof(S3Options).GetProperty(key)!;
        property.SetValue(options, property.PropertyType == typeof(Uri) ? new Uri(value!) : value);

        var fault = Assert.Single(Faults(options));

        Assert.StartsWith($"Storage:S3:{key}", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("changeme", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bucket_without_a_place_and_keys_without_a_bucket_are_refused()
    {
        Assert.StartsWith("Storage:S3:Region is missing", Assert.Single(Faults(new S3Options { Bucket = "acme-documents" })), StringComparison.Ordinal);
        Assert.StartsWith("Storage:S3:Bucket is missing", Assert.Single(Faults(new S3Options { SecretKey = Secret })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hr/leave policy.md", "p/tenant=a%2Fb/hr/leave policy.md")]
    [InlineData("50%.md", "p/tenant=a%2Fb/50%25.md")]
    [InlineData("a\nb\\c.md", "p/tenant=a%2Fb/a%0Ab%5Cc.md")]
    [InlineData("ä+b.md", "p/tenant=a%2Fb/ä+b.md")]
    public void A_key_leads_back_to_what_it_was_made_of(string path, string key)
    {
        var keys = new S3Keys("p/");

        Assert.Equal(key, keys.KeyOf(new TenantId("a/b"), path));
        Assert.Equal((new TenantId("a/b"), path), keys.Read(key));
    }

    [Theory]
    [InlineData("p/tenant=a")]
    [InlineData("p/tenant=/a.md")]
    [InlineData("p/tenant=a/")]
    [InlineData("p/tenant=a/../b.md")]
    [InlineData("p/tenant=a/%2E%2E/b.md")]
    [InlineData("p/tenant=a/%2e%2e%2fb.md")]
    [InlineData("p/tenant=a/50%.md")]
    [InlineData("p/tenant=%61/a.md")]
    [InlineData("q/tenant=a/a.md")]
    [InlineData("tenant=a/a.md")]
    public void A_key_of_another_form_is_nobodys(string key) => Assert.Null(new S3Keys("p").Read(key));

    [Fact]
    public void A_key_that_is_longer_than_S3_takes_is_refused()
        => Assert.Throws<ArgumentException>(() => new S3Keys("p").KeyOf(TenantId.Default, new string('%', 600)));

    private static S3Options Whole() => new()
    {
        Bucket = "acme-documents",
        Endpoint = new Uri("http://minio:9000"),
        Region = "us-east-1",
        Prefix = "docs/2026",
        AccessKey = "AKIAEXAMPLE",
        SecretKey = Secret,
    };

    private static IEnumerable<string> Faults(S3Options options)
        => (new S3OptionsValidator().Validate(null, options).Failures ?? []).Concat(new S3AddressValidator().Validate(null, options).Failures ?? []);
}
