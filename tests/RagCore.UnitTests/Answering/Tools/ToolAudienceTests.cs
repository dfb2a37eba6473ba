using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Tools;

/// <summary>Who is offered which tool.</summary>
public sealed class ToolAudienceTests
{
    private static readonly TenantId Acme = new("acme");
    private static readonly AccessFilter Shared = AccessFilter.For(Acme, [Principals.Everyone]);
    private static readonly AccessFilter Finance = AccessFilter.For(Acme, [Principals.Everyone, "finance"]);

    [Fact]
    public void Where_only_some_sources_may_be_used_no_tool_is() => Assert.False(new ToolAudience([], [], IsPersonal: false).Admits(Shared.Within(["handbook"]), asker: null));

    [Fact]
    public void Without_a_list_everybody_of_the_organisation_may()
    {
        Assert.True(new ToolAudience([], [], IsPersonal: false).Admits(Shared, asker: null));
        Assert.True(new ToolAudience(["acme"], [], IsPersonal: false).Admits(Shared, asker: null));
        Assert.False(new ToolAudience(["other"], [], IsPersonal: false).Admits(Shared, asker: null));
    }

    [Fact]
    public void What_one_group_may_use_is_not_used_where_others_read_along()
    {
        var audience = new ToolAudience([], ["finance"], IsPersonal: false);

        Assert.True(audience.Admits(Finance, "slack:U1"));
        Assert.False(audience.Admits(Shared, asker: null));
    }

    [Fact]
    public void What_is_the_askers_own_is_told_the_asker_alone()
    {
        var audience = new ToolAudience([], [], IsPersonal: true);

        Assert.True(audience.Admits(Shared, "slack:U1"));
        Assert.False(audience.Admits(Shared, asker: null));
    }

    [Fact]
    public void Where_people_of_other_organisations_read_along_there_is_none()
        => Assert.False(new ToolAudience([], [], IsPersonal: false).Admits(AccessFilter.Nothing(Acme), asker: null));
}
