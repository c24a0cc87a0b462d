using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

public class AnomalyResultEnum(string value) : ConstantClass(value)
{
    public static readonly AnomalyResultEnum Anomalous = new("anomalous");
    public static readonly AnomalyResultEnum Normal = new("normal");

    public static AnomalyResultEnum FindValue(string value) => FindValue<AnomalyResultEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator AnomalyResultEnum?(string? value) => FindValue<AnomalyResultEnum>(value);
}

public class MitigationInEffectEnum(string value) : ConstantClass(value)
{
    public static readonly MitigationInEffectEnum Yes = new("yes");
    public static readonly MitigationInEffectEnum No = new("no");

    public static MitigationInEffectEnum FindValue(string value) => FindValue<MitigationInEffectEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator MitigationInEffectEnum?(string? value) => FindValue<MitigationInEffectEnum>(value);
}

public class TargetAdministrativeOverrideReasonEnum(string value) : ConstantClass(value)
{
    public static readonly TargetAdministrativeOverrideReasonEnum AdministrativeOverrideUnknown = new("AdministrativeOverride.Unknown");
    public static readonly TargetAdministrativeOverrideReasonEnum AdministrativeOverrideNoOverride = new("AdministrativeOverride.NoOverride");
    public static readonly TargetAdministrativeOverrideReasonEnum AdministrativeOverrideZonalShiftActive = new("AdministrativeOverride.ZonalShiftActive");
    public static readonly TargetAdministrativeOverrideReasonEnum AdministrativeOverrideZonalShiftDelegatedToDns = new("AdministrativeOverride.ZonalShiftDelegatedToDns");

    public static TargetAdministrativeOverrideReasonEnum FindValue(string value) => FindValue<TargetAdministrativeOverrideReasonEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TargetAdministrativeOverrideReasonEnum?(string? value) => FindValue<TargetAdministrativeOverrideReasonEnum>(value);
}

public class TargetAdministrativeOverrideStateEnum(string value) : ConstantClass(value)
{
    public static readonly TargetAdministrativeOverrideStateEnum Unknown = new("unknown");
    public static readonly TargetAdministrativeOverrideStateEnum No_override = new("no_override");
    public static readonly TargetAdministrativeOverrideStateEnum Zonal_shift_active = new("zonal_shift_active");
    public static readonly TargetAdministrativeOverrideStateEnum Zonal_shift_delegated_to_dns = new("zonal_shift_delegated_to_dns");

    public static TargetAdministrativeOverrideStateEnum FindValue(string value) => FindValue<TargetAdministrativeOverrideStateEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TargetAdministrativeOverrideStateEnum?(string? value) => FindValue<TargetAdministrativeOverrideStateEnum>(value);
}

public class TargetHealthReasonEnum(string value) : ConstantClass(value)
{
    public static readonly TargetHealthReasonEnum ElbRegistrationInProgress = new("Elb.RegistrationInProgress");
    public static readonly TargetHealthReasonEnum ElbInitialHealthChecking = new("Elb.InitialHealthChecking");
    public static readonly TargetHealthReasonEnum TargetResponseCodeMismatch = new("Target.ResponseCodeMismatch");
    public static readonly TargetHealthReasonEnum TargetTimeout = new("Target.Timeout");
    public static readonly TargetHealthReasonEnum TargetFailedHealthChecks = new("Target.FailedHealthChecks");
    public static readonly TargetHealthReasonEnum TargetNotRegistered = new("Target.NotRegistered");
    public static readonly TargetHealthReasonEnum TargetNotInUse = new("Target.NotInUse");
    public static readonly TargetHealthReasonEnum TargetDeregistrationInProgress = new("Target.DeregistrationInProgress");
    public static readonly TargetHealthReasonEnum TargetInvalidState = new("Target.InvalidState");
    public static readonly TargetHealthReasonEnum TargetIpUnusable = new("Target.IpUnusable");
    public static readonly TargetHealthReasonEnum TargetHealthCheckDisabled = new("Target.HealthCheckDisabled");
    public static readonly TargetHealthReasonEnum ElbInternalError = new("Elb.InternalError");

    public static TargetHealthReasonEnum FindValue(string value) => FindValue<TargetHealthReasonEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TargetHealthReasonEnum?(string? value) => FindValue<TargetHealthReasonEnum>(value);
}

public class TargetHealthStateEnum(string value) : ConstantClass(value)
{
    public static readonly TargetHealthStateEnum Initial = new("initial");
    public static readonly TargetHealthStateEnum Healthy = new("healthy");
    public static readonly TargetHealthStateEnum Unhealthy = new("unhealthy");
    public static readonly TargetHealthStateEnum UnhealthyDraining = new("unhealthy.draining");
    public static readonly TargetHealthStateEnum Unused = new("unused");
    public static readonly TargetHealthStateEnum Draining = new("draining");
    public static readonly TargetHealthStateEnum Unavailable = new("unavailable");

    public static TargetHealthStateEnum FindValue(string value) => FindValue<TargetHealthStateEnum>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TargetHealthStateEnum?(string? value) => FindValue<TargetHealthStateEnum>(value);
}
