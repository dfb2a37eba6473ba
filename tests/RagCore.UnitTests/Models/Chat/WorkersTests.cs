using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Models.Chat;

/// <summary>A turn that waits for a model holds nothing but its place, and whoever has no place sees nothing of the bot.</summary>
public sealed class WorkersTests
{
    [Theory]
    [InlineData(true, null, 128)]
    [InlineData(true, "2", 2)]
    [InlineData(true, "0", 0)]
    [InlineData(false, null, null)]
    public void With_a_model_many_turns_run_at_a_time_unless_it_is_said_how_many(bool hasModel, string? said, int? workers)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Inbox:Workers"] = said };
        if (hasModel)
        {
            settings["Models:Chat:0:Name"] = "writer";
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddOptions<InboxOptions>().BindConfiguration(InboxOptions.SectionName);
        using var provider = services.AddChatModels(configuration).BuildServiceProvider();

        Assert.Equal(workers, provider.GetRequiredService<IOptions<InboxOptions>>().Value.Workers);
    }
}
