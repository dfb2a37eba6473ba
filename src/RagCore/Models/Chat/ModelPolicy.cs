using ChatOpsBot.RagCore.Usage.Calls;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>Which models a call may reach: those its organisation allows and its budget pays for. Nothing widens it, no outage either.</summary>
internal sealed class ModelPolicy(IOptions<ChatModelsOptions> options)
{
    /// <summary>Returns the models, in order.</summary>
    /// <param name="models">All models.</param>
    /// <param name="call">Who pays; null for a call nobody accounts for, which may reach all.</param>
    public IEnumerable<ChatModel> Choose(IReadOnlyList<ChatModel> models, ModelCall? call)
    {
        if (call is null)
        {
            return models;
        }

        IEnumerable<ChatModel> payable = call.Spending switch
        {
            SpendingLevel.Normal => models,
            SpendingLevel.Economy => models.Where(model => model.IsEconomical),
            _ => [],
        };
        return options.Value.AllowedByTenant.TryGetValue(call.Account.Tenant.Value, out var allowed)
            ? payable.Where(model => allowed.Contains(model.Name, StringComparer.Ordinal))
            : payable;
    }
}
