using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.RagCore.UnitTests.Answering;

public sealed class AnsweringRegistrationTests
{
    [Fact]
    public void The_answerer_is_built_over_the_registered_index_and_registering_twice_is_harmless()
    {
        using var services = new ServiceCollection().AddLogging().AddMetrics()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton<IKnowledgeIndex, LexicalIndex>()
            .AddSingleton(new Random(1))
            .AddAnswering()
            .AddAnswering()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.NotNull(services.GetRequiredService<IQuestionAnswerer>());
        Assert.Same(services.GetRequiredService<IKnowledgeIndex>(), services.GetRequiredService<ITermStatistics>());
    }
}
