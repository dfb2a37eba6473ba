using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge;

/// <summary>What an operator reads about a value that cannot be used.</summary>
public sealed class AnnotatedOptionsTests
{
    [Fact]
    public void A_number_out_of_range_is_named_with_key_value_and_limits()
    {
        var result = new InboxOptionsValidator().Validate(null, new InboxOptions { MaxPending = 100_000_000 });

        Assert.Equal("Inbox:MaxPending (100000000) must be between 1 and 10000000.", Assert.Single(result.Failures!));
    }

    [Fact]
    public void A_time_out_of_range_and_a_number_too_large_for_its_limits_type_are_named_too()
    {
        var result = new KnowledgeOptionsValidator().Validate(null, new KnowledgeOptions { SettleTime = TimeSpan.Zero, MaxFileBytes = 1L << 40 });

        Assert.Equal(
            [
                "Knowledge:SettleTime (00:00:00) must be between 00:00:00.0100000 and 00:01:00.",
                "Knowledge:MaxFileBytes (1099511627776) must be between 1 and 1073741824.",
            ],
            result.Failures);
    }

    [Fact]
    public void An_item_of_a_list_is_named_by_its_number_and_the_value_of_a_secret_is_not_said()
    {
        var result = new SampleValidator().Validate(null, new Sample { Items = [new Item { Size = 1 }, new Item { Name = "", ApiToken = "canary" }] });

        Assert.Equal(
            ["Some:Part:Items:1:Name is missing or empty. Set it.", "Some:Part:Items:1:ApiToken must be between a and b.", "Some:Part:Items:1:Size (0) must be between 1 and 9."],
            result.Failures);
    }

    [Fact]
    public void The_defaults_are_valid() => Assert.True(new KnowledgeOptionsValidator().Validate(null, new KnowledgeOptions()).Succeeded);

    private sealed class SampleValidator() : AnnotatedOptionsValidator<Sample>("Some:Part");

    private sealed class Sample
    {
        [ValidateEnumeratedItems]
        public IReadOnlyList<Item> Items { get; init; } = [];
    }

    private sealed class Item
    {
        [Required]
        public string Name { get; init; } = "name";

        [Range(typeof(string), "a", "b")]
        public string ApiToken { get; init; } = "aa";

        [Range(1, 9)]
        public int Size { get; init; }
    }
}
