using ChatOpsBot.Channels.Teams;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Teams;

public sealed class TeamsOptionsTests
{
    private const string Id = "2c1c7fa3-0b1d-4a3e-9a51-6d2f5d0c4e11";
    private const string TenantId = "9d4c1c0e-6b0f-4f4b-8a3e-0b1d2c3e4f50";
    private const string Password = "Q8Z8Q~k3b7Vw0pLr5sTdY2mNx9cFhJgA1uEi6o";

    [Fact]
    public void Off_needs_nothing() => Assert.Empty(Faults(new TeamsOptions()));

    [Theory]
    [InlineData(TeamsAppType.SingleTenant, Id, TenantId, Password, null)]
    [InlineData(TeamsAppType.MultiTenant, Id, TenantId, Password, null)]
    [InlineData(TeamsAppType.UserAssignedMSI, Id, TenantId, null, null)]
    [InlineData(TeamsAppType.UserAssignedMSI, Id, TenantId, "", null)]
    [InlineData(null, Id, TenantId, Password, "AppType")]
    [InlineData((TeamsAppType)7, Id, TenantId, Password, "AppType")]
    [InlineData(TeamsAppType.SingleTenant, null, TenantId, Password, "AppId")]
    [InlineData(TeamsAppType.SingleTenant, Id, null, Password, "TenantId")]
    [InlineData(TeamsAppType.SingleTenant, Id, TenantId, null, "AppPassword")]
    [InlineData(TeamsAppType.MultiTenant, null, TenantId, Password, "AppId")]
    [InlineData(TeamsAppType.MultiTenant, Id, null, Password, "TenantId")]
    [InlineData(TeamsAppType.MultiTenant, Id, TenantId, null, "AppPassword")]
    [InlineData(TeamsAppType.UserAssignedMSI, null, TenantId, null, "AppId")]
    [InlineData(TeamsAppType.UserAssignedMSI, Id, null, null, "TenantId")]
    [InlineData(TeamsAppType.UserAssignedMSI, Id, TenantId, Password, "AppPassword")]
    public void Each_way_to_register_needs_its_own(TeamsAppType? type, string? id, string? tenant, string? password, string? wrong)
    {
        var faults = Faults(On(type, id, tenant, password));

        Assert.Equal(wrong is null ? [] : [wrong], faults.Select(KeyOf));
    }

    [Fact]
    public void A_missing_type_is_told_with_the_three_there_are()
    {
        var fault = Assert.Single(Faults(On(type: null)));

        Assert.All(Enum.GetNames<TeamsAppType>(), name => Assert.Contains(name, fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/", null)]
    [InlineData("https://smba.infra.gcc.teams.microsoft.com/teams/", null)]
    [InlineData("https://evil.example/teams/", "ServiceUrl")]
    [InlineData("http://smba.trafficmanager.net/teams/", "ServiceUrl")]
    public void Chats_are_opened_only_where_the_token_may_go(string url, string? wrong)
    {
        var options = On();
        options.ServiceUrl = new Uri(url);

        Assert.Equal(wrong is null ? [] : [wrong], Faults(options).Select(KeyOf));
    }

    [Fact]
    public void A_place_for_private_notices_is_one_of_three()
    {
        var options = On();
        options.PrivateNotices = (TeamsPrivateNotices)7;

        Assert.Equal("PrivateNotices", KeyOf(Assert.Single(Faults(options))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("my-bot")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("{2c1c7fa3-0b1d-4a3e-9a51-6d2f5d0c4e11}")]
    [InlineData("2c1c7fa30b1d4a3e9a516d2f5d0c4e11")]
    [InlineData("2c1c7fa3-0b1d-4a3e-9a51-6d2f5d0c4e11 ")]
    [InlineData("contoso.onmicrosoft.com\nX")]
    public void Ids_are_guids(string id)
    {
        Assert.Equal("AppId", KeyOf(Assert.Single(Faults(On(id: id)))));
        Assert.Equal("TenantId", KeyOf(Assert.Single(Faults(On(tenant: id)))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("changeme-changeme-changeme")]
    [InlineData("your-client-secret-here")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("<the-client-secret-of-the-app>")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("Q8Z8Q~k3b7")]
    [InlineData("Q8Z8Q~k3b7Vw0pLr5sTd Y2mNx9cFhJgA1uEi6o")]
    [InlineData("Q8Z8Q~k3b7Vw0pLr5sTdY2mNx9cFhJgA1uEi6o\n")]
    public void A_password_that_is_none_is_refused_and_never_told(string password)
    {
        var fault = Assert.Single(Faults(On(password: password)));

        Assert.Equal("AppPassword", KeyOf(fault));
        Assert.Contains("Certificates & secrets", fault, StringComparison.Ordinal);
        Assert.True(string.IsNullOrWhiteSpace(password) || !fault.Contains(password, StringComparison.Ordinal));
    }

    [Fact]
    public void A_password_that_should_not_be_there_is_never_told()
        => Assert.DoesNotContain(Password, Assert.Single(Faults(On(TeamsAppType.UserAssignedMSI))), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData("Confidential", null, 0)]
    [InlineData("Confidential", "For employees only", 0)]
    [InlineData(null, "For employees only", 1)]
    [InlineData("  ", null, 1)]
    public void A_label_has_a_title(string? name, string? description, int faults)
        => Assert.Equal(faults, LabelFaults(new TeamsSensitivityLabel { Name = name, Description = description }).Count());

    [Theory]
    [InlineData(80, 160, 0)]
    [InlineData(81, 160, 1)]
    [InlineData(80, 161, 1)]
    public void A_label_is_as_long_as_Teams_shows(int name, int description, int faults)
        => Assert.Equal(faults, LabelFaults(new TeamsSensitivityLabel { Name = new string('n', name), Description = new string('d', description) }).Count());

    [Theory]
    [InlineData("http://login.example/", false)]
    [InlineData("ftp://login.example/", false)]
    [InlineData("https://user:secret@login.example/", false)]
    [InlineData("https://login.example/", true)]
    [InlineData("http://127.0.0.1:4010/x", true)]
    [InlineData("http://localhost:4010/", true)]
    public void Plain_http_stays_on_this_machine(string url, bool accepted)
    {
        var keys = On();
        keys.OpenIdMetadataUrl = new Uri(url);
        var login = On();
        login.LoginUrl = new Uri(url);

        Assert.Equal(accepted ? [] : ["OpenIdMetadataUrl"], Faults(keys).Select(KeyOf));
        Assert.Equal(accepted ? [] : ["LoginUrl"], Faults(login).Select(KeyOf));
    }

    [Theory]
    [InlineData("smba.trafficmanager.net", true)]
    [InlineData("127.0.0.1:4010", true)]
    [InlineData("https://smba.trafficmanager.net", false)]
    [InlineData("*.trafficmanager.net", false)]
    [InlineData("smba.trafficmanager.net/x", false)]
    [InlineData("", false)]
    public void Service_hosts_are_hosts(string host, bool accepted)
    {
        var options = On();
        options.AllowedServiceHosts.Add(host);

        Assert.Equal(accepted ? [] : ["AllowedServiceHosts"], Faults(options).Select(KeyOf));
    }

    [Theory]
    [InlineData(".sharepoint.com", true)]
    [InlineData("contoso-my.sharepoint.com", true)]
    [InlineData("127.0.0.1:4010", true)]
    [InlineData("*.sharepoint.com", false)]
    [InlineData("https://contoso.sharepoint.com", false)]
    [InlineData("", false)]
    public void File_hosts_are_hosts_or_all_below_one(string host, bool accepted)
    {
        var options = On();
        options.AllowedFileHosts.Add(host);

        Assert.Equal(accepted ? [] : ["AllowedFileHosts"], Faults(options).Select(KeyOf));
    }

    [Fact]
    public void An_issuer_and_an_organisation_have_names()
    {
        var options = On();
        options.Issuer = " ";
        options.Tenant = "";

        Assert.Equal(["Issuer", "Tenant"], Faults(options).Select(KeyOf));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("Test")]
    public void Letting_anybody_in_stops_the_start_outside_Development(string environment)
    {
        var options = On();
        options.DangerouslyAllowUnauthenticatedRequests = true;

        Assert.Equal("DangerouslyAllowUnauthenticatedRequests", KeyOf(Assert.Single(Faults(options, environment))));
        Assert.Empty(Faults(options, "Development"));
    }

    [Fact]
    public void A_test_client_needs_no_registration_but_what_is_given_must_be_right()
    {
        var bare = new TeamsOptions { Enabled = true, DangerouslyAllowUnauthenticatedRequests = true, TenantId = TenantId };
        var wrong = new TeamsOptions { Enabled = true, DangerouslyAllowUnauthenticatedRequests = true, AppId = "my-bot", AppPassword = "changeme" };

        Assert.Empty(Faults(bare, "Development"));
        Assert.Equal(["AppId", "TenantId", "AppPassword"], Faults(wrong, "Development").Select(KeyOf));
    }

    private static string KeyOf(string fault)
    {
        Assert.StartsWith("Channels:Teams:", fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault);
        return fault["Channels:Teams:".Length..].Split(' ')[0];
    }

    private static TeamsOptions On(TeamsAppType? type = TeamsAppType.SingleTenant, string? id = Id, string? tenant = TenantId, string? password = Password)
        => new() { Enabled = true, AppType = type, AppId = id, TenantId = tenant, AppPassword = password };

    private static List<string> Faults(TeamsOptions options, string environment = "Production")
        => new TeamsOptionsValidation(new Surroundings(environment)).Validate(Options.DefaultName, options).Failures?.ToList() ?? [];

    private static IEnumerable<string> LabelFaults(TeamsSensitivityLabel label) => new TeamsSensitivityLabelValidation().Validate(null, label).Failures ?? [];
}
