namespace Slipway.Nuke;

internal interface IShip;
