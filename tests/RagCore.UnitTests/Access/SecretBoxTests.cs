using System.Text;
using ChatOpsBot.RagCore.Access.Secrets;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Access;

public sealed class SecretBoxTests
{
    private const string Secret = "xoxb-1234567890-marker";
    private const string Name = "Installation/slack/T1";

    private static readonly string First = SecretBox.NewKey();
    private static readonly string Second = SecretBox.NewKey();

    [Theory]
    [InlineData("")]
    [InlineData(Secret)]
    [InlineData("Füße – 日本 🎉")]
    public void What_is_sealed_opens_again_and_is_not_readable_before(string text)
    {
        var box = Box(First);

        var stored = box.Seal(text, Name);

        Assert.Equal(text, box.Open(stored, Name));
        Assert.True(text.Length == 0 || !stored.Contains(text, StringComparison.Ordinal));
        Assert.True(text.Length == 0 || !stored.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))[..^2], StringComparison.Ordinal));
        Assert.NotEqual(stored, box.Seal(text, Name));
    }

    [Fact]
    public void The_first_key_encrypts_and_every_key_decrypts()
    {
        var old = Box(First).Seal(Secret, Name);
        var both = Box(Second, First);

        Assert.Equal(Secret, both.Open(old, Name));
        Assert.True(both.IsOfAnEarlierKey(old));
        Assert.False(both.IsOfAnEarlierKey(both.Seal(Secret, Name)));
        Assert.Equal(Secret, Box(Second).Open(both.Seal(Secret, Name), Name));
    }

    [Fact]
    public void Without_its_key_nothing_opens_and_the_message_says_which_one_is_missing()
    {
        var stored = Box(First).Seal(Secret, Name);

        var fault = Assert.Throws<SecretUnreadableException>(() => Box(Second).Open(stored, Name));

        Assert.Contains(stored.Split('.')[1], fault.Message, StringComparison.Ordinal);
        Assert.Contains("Storage:EncryptionKeys", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_is_moved_to_another_name_does_not_open()
    {
        var box = Box(First);

        Assert.Throws<SecretUnreadableException>(() => box.Open(box.Seal(Secret, Name), "Installation/slack/T2"));
    }

    [Fact]
    public void A_secret_that_was_changed_anywhere_does_not_open()
    {
        var box = Box(First);
        var stored = box.Seal(Secret, Name);
        var start = stored.LastIndexOf('.') + 1;

        // The last character carries bits that are cut off when it is decoded.
        for (var at = start; at < stored.Length - 1; at++)
        {
            var changed = string.Concat(stored.AsSpan(0, at), stored[at] == 'A' ? "B" : "A", stored.AsSpan(at + 1));
            Assert.Throws<SecretUnreadableException>(() => box.Open(changed, Name));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("v1.abc")]
    [InlineData("v1.00000000.!!!")]
    [InlineData("v1.00000000.AAAA")]
    [InlineData("v2.00000000.AAAA")]
    public void What_was_never_sealed_does_not_open(string stored) => Assert.Throws<SecretUnreadableException>(() => Box(First).Open(stored, Name));

    [Fact]
    public void Without_a_key_nothing_is_sealed()
    {
        Assert.False(Box().HasKey);
        Assert.Throws<SecretUnreadableException>(() => Box().Seal(Secret, Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    public void What_is_no_key_stops_the_start_with_its_place_and_without_its_value(string key)
    {
        var options = new EncryptionOptions();
        options.EncryptionKeys.Add(First);
        options.EncryptionKeys.Add(key);

        var fault = Assert.Single(new EncryptionOptionsValidation().Validate(null, options).Failures!);

        Assert.StartsWith("Storage:EncryptionKeys:1 ", fault, StringComparison.Ordinal);
        Assert.True(key.Length == 0 || !fault.Contains(key, StringComparison.Ordinal));
    }

    private static SecretBox Box(params string[] keys)
    {
        var options = new EncryptionOptions();
        foreach (var key in keys)
        {
            options.EncryptionKeys.Add(key);
        }

        return new SecretBox(Options.Create(options));
    }
}
