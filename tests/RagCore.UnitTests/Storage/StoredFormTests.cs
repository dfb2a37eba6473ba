using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Serialization;
using ChatOpsBot.TestKit.Contracts;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

public sealed class StoredFormTests
{
    [Fact]
    public void Any_text_comes_back_as_it_was_but_for_half_surrogates()
        => Prop.ForAll(AnyText().ToArbitrary(), text =>
        {
            var message = SampleTurns.Message(1) with { Text = text, MessageId = text };
            var json = JsonSerializer.SerializeToUtf8Bytes(message, StoredJson.Default.InboundMessage);

            Assert.Equal(WithoutHalves(text), StoredForm.ReadMessage(json).Text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Enums_and_kinds_of_reply_are_stored_by_name()
    {
        var json = JsonSerializer.Serialize(SampleTurns.Answer(), StoredJson.Default.StoredAnswer);

        Assert.Contains("\"type\":\"answer\"", json, StringComparison.Ordinal);
        Assert.Contains("\"Confidence\":\"High\"", json, StringComparison.Ordinal);
        Assert.Contains("\"Channel\":\"Slack\"", JsonSerializer.Serialize(SampleTurns.Message(1), StoredJson.Default.InboundMessage), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_of_a_release_that_knew_less_of_files_is_read()
    {
        var json = JsonSerializer.Serialize(SampleTurns.Message(1), StoredJson.Default.InboundMessage);
        var older = json.Replace(",\"Name\":\"plan.txt\",\"Source\":{\"Version\":1,\"Value\":\"T1\"}", string.Empty, StringComparison.Ordinal);

        var attachment = Assert.Single(StoredForm.ReadMessage(System.Text.Encoding.UTF8.GetBytes(older)).Attachments);

        Assert.NotEqual(json, older);
        Assert.Equal(("F1", null, null), (attachment.Id, attachment.Name, attachment.Source));
    }

    [Fact]
    public void A_record_of_a_newer_schema_is_refused_by_name_and_version()
    {
        var newer = SampleTurns.Message(1) with { SchemaVersion = 3 };
        var json = JsonSerializer.SerializeToUtf8Bytes(newer, StoredJson.Default.InboundMessage);

        var refusal = Assert.Throws<StoreUnavailableException>(() => StoredForm.ReadMessage(json));

        Assert.StartsWith("A stored InboundMessage has schema version 3; this release reads up to 2.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_of_reply_that_this_release_does_not_know_is_refused()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(SampleTurns.Answer(), StoredJson.Default.StoredAnswer);
        var unknown = System.Text.Encoding.UTF8.GetString(json).Replace("\"type\":\"answer\"", "\"type\":\"hologram\"", StringComparison.Ordinal);

        Assert.Throws<StoreUnavailableException>(() => StoredForm.ReadAnswer(System.Text.Encoding.UTF8.GetBytes(unknown)));
    }

    [Fact]
    public void Texts_that_run_together_alike_have_different_hashes()
    {
        Assert.NotEqual(KeyHash.Of("ab", "c"), KeyHash.Of("a", "bc"));
        Assert.NotEqual(KeyHash.Of("ab"), KeyHash.Of("ab", string.Empty));
        Assert.Equal(KeyHash.Of(new string('x', 5_000)), KeyHash.Of(new string('x', 5_000)));
    }

    private static Gen<string> AnyText() => Gen
        .Frequency((6, Gen.Choose(0, 0x7F)), (3, Gen.Choose(0x80, 0xD7FF)), (1, Gen.Choose(0xD800, 0xDFFF)), (1, Gen.Choose(0xE000, 0xFFFF)))
        .Select(unit => (char)unit)
        .ArrayOf()
        .Select(units => new string(units));

    private static string WithoutHalves(string text)
        => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
