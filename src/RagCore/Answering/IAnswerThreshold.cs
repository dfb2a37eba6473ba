using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Answering;

/// <summary>How much support an answer needs before it is given: <c>Answering:MinimumSupport</c>, or else what was measured on the documents.</summary>
public interface IAnswerThreshold
{
    /// <summary>Returns the support to ask for, from 0 to 1. Never waits: a tenant that was not measured yet, or not since its documents changed, is measured beside.</summary>
    double SupportFor(TenantId tenant);

    /// <summary>Measures a tenant's documents now, as far as the filter admits them, and returns when it is done.</summary>
    /// <exception cref="StoreUnavailableException">The index cannot be asked now.</exception>
    Task CalibrateAsync(AccessFilter access, CancellationToken cancellationToken);
}
