using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Models.Tools;
using ChatOpsBot.RagCore.Storage.Sql;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.IntegrationTests.Architecture;

/// <summary>
/// No tool writes (L-09). Each kind of tool has its own proof: <c>SqlToolTests</c> and <c>ToolServerTests</c>. A new kind stands here only with one.
/// </summary>
public sealed class ReadOnlyToolTests
{
    private static readonly Type[] ProvenToRead = [typeof(SqlTool), typeof(McpTool)];

    [Fact]
    public void Every_kind_of_tool_is_one_that_was_proven_to_read()
        => Assert.Equal(ProvenToRead.Select(type => type.Name).Order(), Kinds().Select(type => type.Name).Order());

    [Fact]
    public void A_model_is_never_given_anything_that_can_be_called_without_a_session()
        => Assert.DoesNotContain(typeof(IAnswerTool).Assembly.GetTypes(), type => typeof(AIFunction).IsAssignableFrom(type));

    private static IEnumerable<Type> Kinds()
        => typeof(IAnswerTool).Assembly.GetTypes().Where(type => type.IsClass && typeof(IAnswerTool).IsAssignableFrom(type));
}
