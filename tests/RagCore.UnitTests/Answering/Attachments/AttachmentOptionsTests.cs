using ChatOpsBot.RagCore.Answering.Attachments;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Attachments;

public sealed class AttachmentOptionsTests
{
    [Fact]
    public void The_defaults_hold() => Assert.True(new AttachmentOptionsValidator().Validate(name: null, new AttachmentOptions()).Succeeded);

    [Fact]
    public void Every_fault_names_key_value_and_mend()
    {
        var options = new AttachmentOptions { MaxFiles = 0, MaxBytes = 1 << 30, MaxPages = 5_000, ReadTimeout = TimeSpan.Zero, KeepText = TimeSpan.FromDays(2) };

        var faults = new AttachmentOptionsValidator().Validate(name: null, options).Failures!.ToList();

        Assert.Equal(5, faults.Count);
        Assert.Contains("Attachments:MaxFiles (0) must be between 1 and 20.", faults);
    }
}
