using Slipway.Output;
using Slipway.Traffic;

namespace Slipway.Releases;

/// <summary>The public addresses of what was released, as far as they can be read: one that cannot is no reason to take back what runs.</summary>
internal sealed class KnownAddresses(PublicAddresses addresses, IOutput output)
{
    public async Task<IReadOnlyDictionary<string, string>> Of(Application application, DeployEnvironment environment, Infrastructure infrastructure, CancellationToken ct)
    {
        try
        {
            return await addresses.Of(application, environment, infrastructure, ct);
        }
        catch (DeployException exception)
        {
            output.Emit(new AddressesUnknown(exception.Message));
            return new Dictionary<string, string>();
        }
    }
}
